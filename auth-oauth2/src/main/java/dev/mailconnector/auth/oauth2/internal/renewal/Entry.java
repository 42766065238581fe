package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.failure.MailConnectorException;
import org.jspecify.annotations.Nullable;

/** What a caller that found no fresh token is told to do. */
sealed interface Entry {

  /** Serve this token; where there is a flight, launch it behind. */
  record Serve(HeldToken token, @Nullable Flight launch) implements Entry {}

  /** Wait for this flight; launch it first where it is the caller's own. */
  record Await(Flight flight, boolean launch, WaitReason reason) implements Entry {}

  /** Fail at once: the issuer is being left alone. */
  record FailFast(MailConnectorException failure) implements Entry {}
}
