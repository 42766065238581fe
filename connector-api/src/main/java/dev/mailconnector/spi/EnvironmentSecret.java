package dev.mailconnector.spi;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.SecretRows;

/** A secret in a variable of this process' environment. */
record EnvironmentSecret(String name) implements SecretSource {

  @Override
  public Secret read() {
    String value = System.getenv(name);
    if (value == null) {
      throw new CredentialException(
          FailureDetail.of(
              Stage.CREDENTIAL,
              "The environment variable " + name + " is not set",
              Advice.FIX_CONFIGURATION,
              SecretRows.VARIABLE_MISSING));
    }
    return Secret.of(value);
  }

  @Override
  public String toString() {
    return "the secret in the environment variable " + name;
  }
}
