package dev.mailconnector.spi;

/** A secret that never changes. */
record FixedSecret(Secret secret) implements SecretSource {
  @Override
  public Secret read() {
    return secret;
  }

  @Override
  public String toString() {
    return "a fixed secret";
  }
}
