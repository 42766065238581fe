package dev.mailconnector.cli.troubleshooting;

/** The chapters of the page, in the order of a send. */
enum Chapter {
  CONFIGURATION("Secrets, files and stores"),
  TOKEN("Tokens and their issuers"),
  CONNECT("Names, connections and proxies"),
  TLS("TLS and certificates"),
  GREETING("The greeting"),
  AUTH("The login"),
  MAIL("The message"),
  PROGRAM("The program itself"),
  PROBE("What only a probe says");

  private final String title;

  Chapter(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
