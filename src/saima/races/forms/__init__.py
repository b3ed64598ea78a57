"""The rules as a form: fields are read from the text of a draft and written back into it.

The text stays the one truth. `shapes` says what may stand in a text and which of it the
form shows, `states` reads, `posted` takes what was typed, `writing` puts it into the
text sign by sign, `page` is what the templates show.
"""
