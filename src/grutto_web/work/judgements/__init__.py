"""Judgements in the browser: what people say about figures and activities, written, signed, confirmed again."""
