#!/bin/bash
# What CI runs, before you push.
exec "$(dirname "$0")/.ci/run"
