# Debrief in an image that holds nothing but the program and the root certificates.
FROM golang:1.26-bookworm AS build
WORKDIR /src
ENV CGO_ENABLED=0
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=unknown
# The program embeds the time zones: the last stage has none.
RUN go build -trimpath -buildvcs=false \
        -ldflags "-s -w -X main.version=${VERSION}" -o /out/debrief ./cmd/debrief \
    && mkdir /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/debrief /debrief
# Where a SQLite file can lie: DEBRIEF_DATABASE_URL=/data/debrief.db
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/debrief"]
CMD ["serve"]
