package dev.mailconnector.testkit;

/** What an {@link NtlmServer} does otherwise than a present-day Exchange server. */
public enum NtlmTrait {
  /** Refuses clients that do not bind to the TLS channel (Extended Protection: Require). */
  DEMANDS_CHANNEL_BINDING,
  /** Shows no time, as before Windows Vista: clients then owe LMv2 and no MIC. */
  NO_TIMESTAMP,
  /** Sends no target information at all, as servers that may know NTLMv1 only. */
  NO_TARGET_INFO,
  /** Takes names in its own code page only. */
  NO_UNICODE,
  /** Offers no exchange of session keys. */
  NO_KEY_EXCHANGE,
  /** Would exchange session keys, but neither sign nor seal with them; so no key is owed. */
  NO_SIGNING,
  /** Does not read an initial response: answers it by the words it has for a bare AUTH. */
  IGNORES_INITIAL_RESPONSE
}
