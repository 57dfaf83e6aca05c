"""Looking into what somebody handed in; runs in a confined child (`python -m program.files.examine`) and imports no Django.

Each examiner takes the content and returns the content to keep, or raises `Unfit` with a code; `rules.contents` has the
sentence for each code.
"""
