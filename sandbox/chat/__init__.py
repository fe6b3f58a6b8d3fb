"""The language-model stand-in: little stories that fit the JSON shape they were asked for."""
