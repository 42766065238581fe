package dev.mailconnector.cli.counterexample.auth.ntlm;

public interface Ntlm {}
