package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.event.ConnectorEvent.TokenUnchanged;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.ProviderContext;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells of an account's tickets, in the words of tokens. Not to be called under a lock. */
record TicketEvents(ProviderContext context) {

  /** A trip to the KDC begins. */
  void requested() {
    context.publish(new TokenRequested(context.account(), context.clock().instant()));
  }

  /** A sender has waited for a ticket. */
  void waited(WaitReason reason, Duration waited) {
    context.publish(new TokenWaited(context.account(), context.clock().instant(), reason, waited));
  }

  /** Another ticket has come. */
  void renewed(KerberosCredential credential, Instant now, Instant nextRenewal, Duration took) {
    context.publish(
        new TokenRenewed(
            context.account(),
            now,
            credential.generation(),
            credential.expiresAt(),
            nextRenewal,
            took));
  }

  /** The same ticket has come, as from a cache that nobody has refreshed. */
  void unchanged(KerberosCredential credential, Instant now, Instant nextLook) {
    context.publish(
        new TokenUnchanged(
            context.account(), now, credential.generation(), credential.expiresAt(), nextLook));
  }

  /**
   * None has come.
   *
   * @param failures how many in a row
   * @param nextTry when the KDC is asked again
   * @param usableUntil how long the held ticket serves, or null
   */
  void failed(
      TicketFailure failure,
      int failures,
      Instant now,
      Instant nextTry,
      @Nullable Instant usableUntil) {
    context.publish(
        new TokenRenewalFailed(
            context.account(),
            now,
            failure.kind() != TicketFailure.Kind.PASSING,
            new CredentialException(failure.detail().forSend(context.account(), null, 1)),
            failures,
            nextTry,
            usableUntil));
  }
}
