package dev.mailconnector.config;

import org.jspecify.annotations.Nullable;

/** The login that Jakarta Mail's properties mean. Used once. */
final class JakartaMailLogin {
  /** Where a password is looked for that the properties do not have. */
  static final String PASSWORD_VARIABLE = "MAIL_SMTP_PASSWORD";

  private final JakartaMailOptions.Words words;
  private final ForeignSettings given;
  private final ForeignVariables environment;
  private final Problems problems;

  JakartaMailLogin(
      JakartaMailOptions.Words words,
      ForeignSettings given,
      ForeignVariables environment,
      Problems problems) {
    this.words = words;
    this.given = given;
    this.environment = environment;
    this.problems = problems;
  }

  void read(DialectAccount account) {
    Raw.Text user = given.takeFirst("smtp.user", "user");
    Raw.Text password = given.takeFirst("smtp.password", "password");
    JakartaMailMechanisms mechanisms = JakartaMailMechanisms.take(given);
    Raw.Text domain = given.take("smtp.auth.ntlm.domain");
    Raw.Text authorization = given.take("smtp.sasl.authorizationid");
    ForeignSettings.Flag auth = given.takeFlag("smtp.auth");
    if (auth != null && !auth.on()) {
      if (!words.logsInWithPassword() || user == null || password == null) {
        account.noLogin(auth.written());
        return;
      }
      problems.warning(
          auth.written().origin(),
          "",
          "false",
          words.program()
              + " logs in wherever user and password are given, and so it is here. Remove both to"
              + " send without a login.");
    }
    Raw.Text wanted = auth != null && auth.on() ? auth.written() : null;
    if (wanted == null && password == null && !words.logsInWithPassword()) {
      return;
    }
    if (wanted != null && user == null && password == null) {
      problems.error(
          wanted.origin(),
          "",
          "true",
          "A login needs " + words.user() + " and " + words.password() + ".");
      return;
    }
    if (wanted != null && user != null && password == null && !words.logsInWithPassword()) {
      password = fromTheProgram(wanted);
      if (String.valueOf(password.text()).isEmpty()) {
        if (problems.errors() == 0) {
          problems.error(
              password.origin(),
              "",
              null,
              "A login is asked for, and the environment variable "
                  + PASSWORD_VARIABLE
                  + " is set to nothing. Set it to the password, or remove it for an import.");
        }
        return;
      }
    }
    account.login(user, words.user(), password, words.password());
    if (user != null && password != null) {
      kind(account, mechanisms, domain);
      account.set("auth.authorization-identity", authorization);
    }
  }

  /** Programs hand the password to Jakarta Mail in code. */
  private Raw.Text fromTheProgram(Raw.Text auth) {
    Origin origin = auth.origin().called(words.password());
    problems.warning(
        origin,
        "",
        null,
        "The program hands over the password itself. Here it is the environment variable "
            + PASSWORD_VARIABLE
            + ".");
    return environment.value().variable(PASSWORD_VARIABLE, null).at(origin);
  }

  private void kind(
      DialectAccount account, JakartaMailMechanisms mechanisms, Raw.@Nullable Text domain) {
    Raw.Text said = mechanisms.said();
    if (said == null) {
      domainUnused(domain);
      return;
    }
    switch (mechanisms.kind()) {
      case PASSWORD -> {
        if (mechanisms.mechanism() != null) {
          account.set(Model.AUTH_MECHANISM, said, mechanisms.mechanism());
        }
        domainUnused(domain);
      }
      case NTLM -> {
        account.set(Model.AUTH_TYPE, said, "ntlm");
        account.set("auth.domain", domain);
      }
      case TOKEN ->
          refuse(
              said,
              "The password would be an access token, which ends within an hour or so. Write the"
                  + " login in our own form: auth: {type: oauth2, ...}; tokens then renew"
                  + " themselves.");
      case KERBEROS ->
          refuse(said, "Write logins by Kerberos in our own form: auth: {type: kerberos, ...}.");
      case NONE ->
          refuse(
              said,
              "None of these is spoken here. For a password there are PLAIN, LOGIN, CRAM-MD5 and"
                  + " SCRAM-SHA-256; leave this out to have the best that the server offers.");
    }
  }

  private void domainUnused(Raw.@Nullable Text domain) {
    if (domain != null) {
      problems.warning(
          domain.origin(),
          "",
          null,
          "The domain is for NTLM, which comes last in "
              + words.program()
              + " and has to be chosen here: "
              + words.property().apply("smtp.auth.mechanisms")
              + ": NTLM.");
    }
  }

  private void refuse(Raw.Text said, String rule) {
    problems.error(said.origin(), "", said.text(), rule);
  }
}
