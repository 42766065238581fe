package dev.mailconnector.cli.counterexample.unmarked;

interface NotNullMarked {}
