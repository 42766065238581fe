package dev.mailconnector.cli.counterexample.auth.ntlm;

import org.apache.hc.client5.http.auth.AuthScheme;

interface KnowsHttpClient {
  AuthScheme scheme();
}
