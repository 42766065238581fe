package dev.mailconnector.event;

import dev.mailconnector.Envelope;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.reply.RecipientReply;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.transport.SmtpEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a connector. Immutable; nothing in it is secret. Kinds of events and
 * their components may be added in any version: a {@code switch} over them needs a {@code default},
 * and should take them by name, not by a pattern of all their components.
 */
public sealed interface ConnectorEvent
    permits ConnectorEvent.ConnectionOpened,
        ConnectorEvent.ConnectionAwaited,
        ConnectorEvent.ConnectionClosed,
        ConnectorEvent.ConnectionFailed,
        ConnectorEvent.LoginRefused,
        ConnectorEvent.AccountRefused,
        ConnectorEvent.AccountRecovered,
        ConnectorEvent.TokenRequested,
        ConnectorEvent.TokenRenewed,
        ConnectorEvent.TokenUnchanged,
        ConnectorEvent.TokenRenewalFailed,
        ConnectorEvent.TokenRenewalRecovered,
        ConnectorEvent.TokenWaited,
        ConnectorEvent.MessageSent,
        ConnectorEvent.MessageFailed,
        CredentialWarning {

  /** The account it happened to. */
  String account();

  /** When, by the connector's clock. */
  Instant at();

  /**
   * A connection is open, logged in and ready.
   *
   * @param account the account
   * @param at when
   * @param connection its id, unique in the connector
   * @param endpoint the server
   * @param tlsProtocol {@code TLSv1.3} and the like, or null for an unencrypted line
   * @param mechanism the login mechanism, or null where no login is configured
   * @param identity the login name, or null where no login is configured
   * @param took from the first look-up to the accepted login
   */
  record ConnectionOpened(
      String account,
      Instant at,
      String connection,
      SmtpEndpoint endpoint,
      @Nullable String tlsProtocol,
      @Nullable String mechanism,
      @Nullable String identity,
      Duration took)
      implements ConnectorEvent {}

  /**
   * A send had to wait until a connection was open and logged in: there was none at rest, or only
   * one whose successor was still being opened. Not told of {@code warmUp()}.
   *
   * @param account the account
   * @param at when it was over
   * @param connection the id of the connection
   * @param waited for how long, the wait for its turn included
   */
  record ConnectionAwaited(String account, Instant at, String connection, Duration waited)
      implements ConnectorEvent {}

  /**
   * A connection was closed.
   *
   * @param account the account
   * @param at when
   * @param connection its id
   * @param reason why
   */
  record ConnectionClosed(String account, Instant at, String connection, CloseReason reason)
      implements ConnectorEvent {}

  /** Why a connection was closed. */
  enum CloseReason {
    /** It had carried nothing for too long ({@code pool.idle-timeout}). */
    IDLE,
    /** It had reached its greatest age ({@code pool.max-age}). */
    AGE,
    /** It had carried as many messages as it may ({@code limits.messages-per-connection}). */
    MESSAGES,
    /** The credential that opened it has ended, or was refused elsewhere. */
    CREDENTIAL,
    /** It was at rest and made room for a new one, after another turned out dead. */
    REPLACED,
    /** It broke, was closed by the server, or was left in an unknown state. */
    FAULT,
    /** {@code MailConnector.evictConnections()} was called. */
    EVICTED,
    /** Its account was closed: replaced, removed, or with the whole connector. */
    SHUTDOWN
  }

  /**
   * No usable connection came about.
   *
   * @param account the account
   * @param at when
   * @param failure why
   */
  record ConnectionFailed(String account, Instant at, MailConnectorException failure)
      implements ConnectorEvent {}

  /**
   * The server refused a login.
   *
   * @param account the account
   * @param at when
   * @param identity the login name
   * @param mechanism how it logged in
   * @param reply the server's answer
   */
  record LoginRefused(
      String account, Instant at, String identity, String mechanism, SmtpReply reply)
      implements ConnectorEvent {}

  /**
   * The account is in the REFUSED state: sends fail at once until a login succeeds.
   *
   * @param account the account
   * @param at when
   * @param reply the refusal that led here
   * @param nextProbe when a send may try the same credential again; another one (a password that
   *     was changed in its file, a new token) is tried by the first send half a minute after this,
   *     and either at once after {@code MailConnector.replace} or {@code evictConnections}
   */
  record AccountRefused(String account, Instant at, SmtpReply reply, Instant nextProbe)
      implements ConnectorEvent {}

  /**
   * A login succeeded after the REFUSED state.
   *
   * @param account the account
   * @param at when
   */
  record AccountRecovered(String account, Instant at) implements ConnectorEvent {}

  /**
   * A token was asked for at its issuer. Exactly one event per request.
   *
   * @param account the account
   * @param at when the request began
   */
  record TokenRequested(String account, Instant at) implements ConnectorEvent {}

  /**
   * A token was issued.
   *
   * @param account the account
   * @param at when
   * @param generation 1 for the first token of this account, then counting up
   * @param expiresAt when it ends
   * @param renewAt when it will be renewed, if the account is in use
   * @param took the length of the request
   */
  record TokenRenewed(
      String account,
      Instant at,
      long generation,
      Instant expiresAt,
      Instant renewAt,
      Duration took)
      implements ConnectorEvent {}

  /**
   * A token was asked for, and it is the same as before: whoever keeps the token file fresh has not
   * replaced it, or the issuer hands out one token for a while.
   *
   * @param account the account
   * @param at when
   * @param generation of the credential that carries it, counted as in {@link TokenRenewed}
   * @param expiresAt when it ends
   * @param renewAt when it will be asked for again, if the account is in use
   */
  record TokenUnchanged(
      String account, Instant at, long generation, Instant expiresAt, Instant renewAt)
      implements ConnectorEvent {}

  /**
   * A token request failed. Exactly one event per request; {@link CredentialWarning} is for paging
   * somebody.
   *
   * @param account the account
   * @param at when
   * @param permanent whether a human must act: no further request is made before the next probe
   * @param failure why, with advice
   * @param failures how many requests in a row have failed
   * @param nextAttempt when the next request is allowed
   * @param usableUntil until when the held token is served, or null if there is none
   */
  record TokenRenewalFailed(
      String account,
      Instant at,
      boolean permanent,
      MailConnectorException failure,
      int failures,
      Instant nextAttempt,
      @Nullable Instant usableUntil)
      implements ConnectorEvent {}

  /**
   * Tokens are renewed again, after {@link CredentialWarning.RenewalFailing} or {@link
   * CredentialWarning.ConsentNeeded}.
   *
   * @param account the account
   * @param at when
   * @param since the first failure
   * @param attempts how many requests in a row had failed
   */
  record TokenRenewalRecovered(String account, Instant at, Instant since, int attempts)
      implements ConnectorEvent {}

  /**
   * A sender had to wait for a token.
   *
   * @param account the account
   * @param at when it was over
   * @param reason why there was no token to be had at once
   * @param waited for how long
   */
  record TokenWaited(String account, Instant at, WaitReason reason, Duration waited)
      implements ConnectorEvent {}

  /** Why a sender had to wait for a token. */
  enum WaitReason {
    /** The account's first token; {@code warmUp()} avoids it. */
    FIRST,
    /** The account was not in use, so its token was not renewed. */
    LAPSED,
    /** The issuer could not be reached for so long that the token ended. */
    OUTAGE,
    /** The server refused the token that was held. */
    REFUSED
  }

  /**
   * The server accepted a message for every recipient: the audit line.
   *
   * @param account the account
   * @param at when
   * @param correlationId the id of the send
   * @param tags the words of the caller's that came with the send
   * @param identity the login name, or null where no login is configured
   * @param envelope sender and recipients
   * @param recipients what the server said to each recipient, in order
   * @param connection the connection's id
   * @param reply the final reply
   * @param dsn whether the server was asked for delivery status notifications
   * @param took from the call to the final reply
   */
  record MessageSent(
      String account,
      Instant at,
      String correlationId,
      Map<String, String> tags,
      @Nullable String identity,
      Envelope envelope,
      List<RecipientReply> recipients,
      String connection,
      SmtpReply reply,
      SendReceipt.Dsn dsn,
      Duration took)
      implements ConnectorEvent {}

  /**
   * A send ended in an exception; for {@link dev.mailconnector.failure.PartlyAcceptedException}
   * some recipients have the message. Of a send that names no account, where there is no default,
   * only the caller is told.
   *
   * @param account the account
   * @param at when
   * @param correlationId the id of the send
   * @param tags the words of the caller's that came with the send
   * @param envelope sender and recipients, or null if the send failed before they were known
   * @param failure what the caller was told
   * @param took from the call to the failure
   */
  record MessageFailed(
      String account,
      Instant at,
      String correlationId,
      Map<String, String> tags,
      @Nullable Envelope envelope,
      MailConnectorException failure,
      Duration took)
      implements ConnectorEvent {}
}
