package dev.mailconnector.auth.ntlm.internal.protocol;

/** The exchange cannot go on: what the server sent, and what is wrong with it. No secret in it. */
public final class NtlmException extends Exception {
  private static final long serialVersionUID = 1L;

  NtlmException(String message) {
    super(message);
  }
}
