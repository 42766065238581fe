package dev.mailconnector.cli.counterexample.auth.basic;

import dev.mailconnector.cli.counterexample.auth.ntlm.Ntlm;

interface KnowsNtlm extends Ntlm {}
