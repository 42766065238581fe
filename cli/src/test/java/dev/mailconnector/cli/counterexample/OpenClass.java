package dev.mailconnector.cli.counterexample;

public class OpenClass {}
