# Lintas: the commands. `make help` lists them.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

.PHONY: help setup
help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: ## make .venv with everything that tests and checks need
	@$(PYTHON) jobboard/install.py dev
