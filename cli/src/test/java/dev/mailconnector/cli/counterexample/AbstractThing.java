package dev.mailconnector.cli.counterexample;

interface AbstractThing {}
