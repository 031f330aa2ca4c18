package web

func (w *site) dismissFinding(r *request) error {
	return w.reviewForm(r, "document-finding-"+r.Param("id"), "The finding is dismissed.", func(_ int64, in *input) error {
		id, err := r.number("id", "", "finding")
		if err != nil {
			return err
		}
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		_, err = w.store.DismissFinding(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}
