"""The demonstration: the cast, and a program in mid-life, made by the same verbs as everything else, under `clock.at`."""
