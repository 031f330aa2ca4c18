package web

import "debrief/models"

// Outline is what an empty message to customers shows of its parts.
func (reviewView) Outline() string { return models.MessageOutline }

func (w *site) messageForm(r *request, step, flash string, verb func(id int64, audience models.Audience, version int64, in *input) error) error {
	audience := models.Audience(r.Param("audience"))
	return w.reviewForm(r, "messages-"+string(audience)+step, flash, func(id int64, in *input) error {
		version := in.versionOrNone()
		if err := in.refused(); err != nil {
			return err
		}
		return verb(id, audience, version, in)
	})
}

func (w *site) writeMessage(r *request) error {
	return w.messageForm(r, "", "The message is saved. It can be approved now.", func(id int64, audience models.Audience, version int64, in *input) error {
		_, err := w.store.WriteMessage(r.Request().Context(), r.by, r.now, id, audience, version, in.text("body"))
		return err
	})
}

// draftMessage answers with what the check says of the message to customers as it is typed.
func (w *site) draftMessage(r *request) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	body := r.input().text("body")
	found, err := w.store.DraftMessageFindings(r.Request().Context(), r.by, id, body)
	draft, err := w.draft(r, "messages-external-body", body, found, err)
	if err != nil {
		return err
	}
	return r.part("draft", draft)
}

func (w *site) approveMessage(r *request) error {
	return w.messageForm(r, "-approval", "The message is approved. Post it, and record where.", func(id int64, audience models.Audience, version int64, in *input) error {
		_, err := w.store.ApproveMessage(r.Request().Context(), r.by, r.now, id, audience, version, in.text("reason"))
		return err
	})
}

func (w *site) postMessage(r *request) error {
	return w.messageForm(r, "", "It is recorded that the message was posted.", func(id int64, audience models.Audience, version int64, in *input) error {
		_, err := w.store.PostMessage(r.Request().Context(), r.by, r.now, id, audience, version, in.text("posted_url"))
		return err
	})
}
