package dev.mailconnector.auth.oauth2;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes a service account at Google of the keys of a configuration. */
final class GoogleKeys {
  static final String FILE = "key-file";
  static final String IMPERSONATE = "impersonate";
  private static final String SUBJECT = "subject";
  private static final String IAM = "iam-endpoint";
  private static final String ENDPOINT = "token-endpoint";

  static final String[] OF_DELEGATION = {IMPERSONATE, SUBJECT, IAM, ENDPOINT};
  static final String[] OF_WORKLOAD_IDENTITY = {FILE, SUBJECT, IAM, ENDPOINT};
  static final String[] OF_USERS =
      Stream.concat(Stream.of(ENDPOINT, GenericKeys.AUTHORIZATION), TokenStoreKeys.ALL.stream())
          .toArray(String[]::new);

  private GoogleKeys() {}

  static OAuth2Login serviceAccount(Given given, String user) {
    if (given.settings().isSet(IMPERSONATE)) {
      return keyless(given, caller(given), user);
    }
    given.refuseWithout(IMPERSONATE, IAM, ENDPOINT);
    Gmail.ServiceAccount robot = Gmail.serviceAccount(given.file(FILE));
    robot = TokenProxy.of(given, robot, Gmail.ServiceAccount::proxy);
    String subject = given.textOrNull(SUBJECT);
    return (subject == null ? robot : robot.subject(subject)).login(user);
  }

  static OAuth2Login workload(Given given, String user) {
    GoogleIdentity caller = caller(given);
    if (caller.isKey()) {
      throw given
          .settings()
          .error(
              given.settings().isSet(FILE) ? FILE : IMPERSONATE,
              "The credentials are the key of a service account, but a workload identity has no"
                  + " key: name the configuration file of workload identity federation, or use"
                  + " grant service-account.");
    }
    return keyless(given, caller, user);
  }

  private static OAuth2Login keyless(Given given, GoogleIdentity caller, String user) {
    KeylessServiceAccount robot = Gmail.impersonate(given.text(IMPERSONATE), caller);
    robot = TokenProxy.of(given, robot, KeylessServiceAccount::proxy);
    String subject = given.textOrNull(SUBJECT);
    robot = subject == null ? robot : robot.subject(subject);
    URI iam = given.urlOrNull(IAM);
    robot = iam == null ? robot : robot.iamEndpoint(iam);
    URI endpoint = given.urlOrNull(ENDPOINT);
    return (endpoint == null ? robot : robot.tokenEndpoint(endpoint)).login(user);
  }

  private static GoogleIdentity caller(Given given) {
    Path file = given.fileOrNull(FILE);
    if (file != null) {
      return GoogleIdentity.file(file);
    }
    Map<String, String> environment = new HashMap<>();
    for (String variable : List.of(GoogleIdentity.CREDENTIALS, GoogleIdentity.METADATA_HOST)) {
      String value = given.settings().environment(variable);
      if (value != null) {
        environment.put(variable, value);
      }
    }
    return GoogleIdentity.applicationDefault(environment);
  }
}
