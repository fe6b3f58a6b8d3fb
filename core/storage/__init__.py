"""Where bytes are kept: a folder, or an S3-compatible bucket. Both save as Django's storages do, and read in two ways
more: as a path, for ffmpeg and uploads, and in parts, for clients that go on where a download broke off.
"""

PIECE_BYTES = 256 * 1024
