package dev.mailconnector.cli.counterexample.internal;

public interface Hidden {}
