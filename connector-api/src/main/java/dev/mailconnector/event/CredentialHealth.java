package dev.mailconnector.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the login of one account stands, as far as is known without asking anybody: for health checks
 * and reports. Immutable; nothing in it is secret. The constructor is not part of what is kept
 * compatible.
 *
 * @param tokenEndsAt when the newest token ends, or null if there was none yet
 * @param renewAt when it will be renewed, if the account is in use
 * @param failingSince since when renewals fail, or null if they do not
 * @param ends what else ends, and when; looked up within ten minutes of the start, with every
 *     renewal, and daily
 * @param warnings what somebody should act on now
 */
public record CredentialHealth(
    @Nullable Instant tokenEndsAt,
    @Nullable Instant renewAt,
    @Nullable Instant failingSince,
    List<CredentialEnd> ends,
    List<CredentialWarning> warnings) {

  /** Copies the lists. */
  public CredentialHealth {
    ends = List.copyOf(ends);
    warnings = List.copyOf(warnings);
  }

  /** Of a login that renews nothing and of which no end is known, such as a password. */
  public static CredentialHealth unknown() {
    return new CredentialHealth(null, null, null, List.of(), List.of());
  }
}
