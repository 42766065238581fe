package dev.mailconnector.failure;

/**
 * Who can cure a failure, and so whom its text is to be forwarded to. Closed: it gains no member
 * before the next major version, so a {@code switch} over it may be complete.
 */
public enum Whom {
  /** Whoever wrote the message, or the program that sends it. */
  APPLICATION("whoever writes the message or the program that sends it"),
  /** Whoever runs the sending program: its configuration, its files, its machine and clock. */
  OPERATOR("whoever runs this program: its configuration and its machine"),
  /** Whoever runs what lies between: firewalls, proxies, name servers. */
  NETWORK("whoever runs the network: firewall, proxy, DNS"),
  /** Whoever runs the mail server, an Exchange or a domain controller of one's own included. */
  MAIL_SERVER("whoever runs the mail server"),
  /** An administrator of the Microsoft 365 tenant or the Google Workspace domain. */
  TENANT("an administrator of the Microsoft 365 tenant or Google Workspace domain"),
  /** Whoever administers the registration of the application at the issuer of its tokens. */
  CLIENT_REGISTRATION("whoever administers the application's registration at the token issuer"),
  /** The owner of the mailbox. */
  USER("the owner of the mailbox"),
  /** The provider itself: Microsoft, Google, Amazon, a hoster. */
  PROVIDER("the provider of the mail service");

  private final String words;

  Whom(String words) {
    this.words = words;
  }

  /** How to say it in a sentence: "Ask ..." goes before it. */
  public String words() {
    return words;
  }
}
