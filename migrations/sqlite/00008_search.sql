-- +goose Up

-- What a search compares of a review's current document: each of its words once. 00009 fills it (models/store/search.go).
CREATE TABLE review_words (
    review_id integer PRIMARY KEY REFERENCES reviews (id),
    words text NOT NULL
);

-- +goose Down
DROP TABLE review_words;
