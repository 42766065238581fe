package dev.mailconnector.cli.counterexample.config;

import dev.mailconnector.cli.counterexample.auth.ntlm.Ntlm;

interface KnowsAuth extends Ntlm {}
