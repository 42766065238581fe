package dev.mailconnector.failure;

/** How far a send came. Up to {@link #DATA} nothing of the message has been sent. */
public enum Stage {
  /** Settings were read and checked. */
  CONFIGURATION,
  /** The message and its envelope were checked and serialised, in the caller's thread. */
  MESSAGE,
  /** Waiting for one of the account's connections. */
  POOL,
  /** Getting a credential, before any socket is opened. */
  CREDENTIAL,
  /** Looking up the host name. */
  RESOLVE,
  /** Opening the TCP connection, through the proxy if there is one. */
  CONNECT,
  /** The TLS handshake, the certificate included. */
  TLS,
  /** Waiting for the server's 220. */
  GREETING,
  /** EHLO and its answer. */
  EHLO,
  /** The STARTTLS command. */
  STARTTLS,
  /** The login. */
  AUTH,
  /** The sender (MAIL). */
  MAIL,
  /** The recipients (RCPT). */
  RCPT,
  /** The announcement of the message (DATA). */
  DATA,
  /** The message itself and the final reply to it. */
  CONTENT,
  /** The connector is closed or closing. */
  SHUTDOWN
}
