"""A stand-in for kie.ai as an HTTP server of its own: same routes, codes and quirks, real pictures and clips."""
