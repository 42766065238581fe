package dev.mailconnector.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** Names, sockets, and what the application gave the connector. */
public final class ConnectRows {
  public static final Diagnosis NO_TIME_TO_CONNECT =
      new Diagnosis(
          "no-time-to-connect",
          "The deadline of the send, or the connect limit, left no time for a new" + " connection.",
          "Give the send more time (SendOptions.deadline), or raise timeouts.connect.",
          Whom.APPLICATION,
          "docs/concurrency.md");

  public static final Diagnosis DNS_SILENT =
      new Diagnosis(
          "dns-silent",
          "The DNS servers of this machine do not answer;",
          "ask whoever runs its network.",
          Whom.NETWORK,
          "the JDK's own errors, as observed");

  public static final Diagnosis DNS_TEMPORARY =
      new Diagnosis(
          "dns-temporary-failure",
          "The DNS servers of this machine do not answer;",
          "ask whoever runs its network. The name may be misspelt, too.",
          Whom.NETWORK,
          "the JDK's own errors, as observed");

  public static final Diagnosis HOST_UNKNOWN =
      new Diagnosis(
          "host-unknown",
          "No DNS server knows this name.",
          "Check its spelling in the account's settings, and the DNS servers of this" + " machine.",
          Whom.OPERATOR,
          "the JDK's own errors, as observed");

  public static final Diagnosis CONNECTOR_CLOSING =
      new Diagnosis(
          "connector-closing",
          "The connector is closing.",
          "Send again through one that is open.",
          Whom.APPLICATION,
          "MailConnector.close");

  public static final Diagnosis INTERRUPTED =
      new Diagnosis(
          "sender-interrupted",
          "The sending thread was interrupted by the application.",
          "Nothing is wrong with the account; send again if the application goes on.",
          Whom.APPLICATION,
          "java.lang.Thread.interrupt");

  public static final Diagnosis NOTHING_LISTENS =
      new Diagnosis(
          "nothing-listens",
          "No program takes connections there.",
          "Check host and port in the account's settings; if they are right, it is down or"
              + " a firewall rejects this machine.",
          Whom.OPERATOR,
          "the JDK's own errors, as observed; RFC 9293 section 3.5.2 (reset)");

  public static final Diagnosis CONNECTION_RESET =
      new Diagnosis(
          "connection-reset-at-once",
          "The server, or a firewall before it, turns this machine away:",
          "ask whoever runs it whether this address is blocked or has too many connections"
              + " open.",
          Whom.MAIL_SERVER,
          "the JDK's own errors, as observed");

  public static final Diagnosis PACKETS_DROPPED =
      new Diagnosis(
          "port-filtered",
          "Usually a firewall drops the packets:",
          "ask whoever runs the network whether this machine may reach that host and port."
              + " Many networks block port 25 on the way out.",
          Whom.NETWORK,
          "the JDK's own errors, as observed");

  public static final Diagnosis CONNECTION_CUT =
      new Diagnosis(
          "connection-cut",
          "The server, or something on the way to it, closes the connection or does not"
              + " speak SMTP.",
          "Nothing was sent. If it stays so: check host, port and tls, and ask whoever"
              + " runs the server.",
          Whom.MAIL_SERVER,
          "RFC 5321 section 3.8");

  public static final Diagnosis NOT_SMTP =
      new Diagnosis(
          "port-not-smtp",
          "Something answers at this port, and it is no mail server that takes mail.",
          "Check host and port: mail is handed over at 587, 465 or 25; 143 and 993 (IMAP), 110 and"
              + " 995 (POP3) are for reading it.",
          Whom.OPERATOR,
          "RFC 5321 section 4.2; RFC 6409 section 3.1");

  public static final Diagnosis GREETING_SILENT =
      new Diagnosis(
          "greeting-silent",
          "The server takes the connection and then says nothing, or not all of it in time.",
          "Check host and port first. If they are right, a firewall, proxy or virus scanner on the"
              + " way holds the conversation up, or the server lets strangers wait: ask whoever"
              + " runs the network, then whoever runs the server.",
          Whom.NETWORK,
          "RFC 5321 section 4.5.3.2.1");

  public static final Diagnosis EXECUTOR_FULL =
      new Diagnosis(
          "executor-full",
          "The executor is full or shut down.",
          "Nothing was sent. Give the connector (workers, scheduler) an executor with a"
              + " longer queue, or none.",
          Whom.APPLICATION,
          "java.util.concurrent.RejectedExecutionException");

  public static final Diagnosis GIVEN_PART_FAILS =
      new Diagnosis(
          "given-part-fails",
          "Nothing was sent. Something that the application gave the connector fails: its"
              + " login, executor or socket settings;",
          "the cause says which.",
          Whom.APPLICATION,
          "MailConnector.Builder");

  public static final Diagnosis ACCOUNT_SOURCE_FAILS =
      new Diagnosis(
          "account-source-fails",
          "Nothing was sent. The AccountSource is the application's own:",
          "see the cause.",
          Whom.APPLICATION,
          "AccountSource");

  public static final Diagnosis POOL_EXHAUSTED =
      new Diagnosis(
          "pool-exhausted",
          "Nothing was sent. More is being sent than limits.connections"
              + " (PoolSettings.maxConnections) can carry, or the server is slow.",
          "Raise limits.connections as far as the server allows, or send less at once.",
          Whom.OPERATOR,
          "PoolSettings");

  public static final Diagnosis BULK_DEADLINE =
      new Diagnosis(
          "bulk-deadline",
          "Nothing was sent. In a bulk send a deadline counts from when the message is"
              + " taken from its source.",
          "Give it more time, or send in smaller lots.",
          Whom.APPLICATION,
          "SendOptions.deadline");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          NO_TIME_TO_CONNECT,
          DNS_SILENT,
          DNS_TEMPORARY,
          HOST_UNKNOWN,
          CONNECTOR_CLOSING,
          INTERRUPTED,
          NOTHING_LISTENS,
          CONNECTION_RESET,
          PACKETS_DROPPED,
          CONNECTION_CUT,
          NOT_SMTP,
          GREETING_SILENT,
          EXECUTOR_FULL,
          GIVEN_PART_FAILS,
          ACCOUNT_SOURCE_FAILS,
          POOL_EXHAUSTED,
          BULK_DEADLINE);

  private ConnectRows() {}
}
