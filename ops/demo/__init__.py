"""The demonstration: the main job, done through HTTP as browsers and phones do it."""
