package dev.mailconnector.cli;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.util.Arrays;
import java.util.List;

/** Values of options as parts of a message; a failure names the option. */
final class OptionValue {
  private OptionValue() {}

  /** One address, with or without a name. */
  static InternetAddress address(String option, String text) {
    InternetAddress[] addresses = parse(option, text);
    if (addresses.length != 1) {
      throw invalid(option + " \"" + text + "\" is not one address", "Give exactly one.");
    }
    return addresses[0];
  }

  /** All addresses; each text may hold several, separated by commas. */
  static InternetAddress[] addresses(String option, List<String> texts) {
    return texts.stream()
        .map(text -> parse(option, text))
        .flatMap(Arrays::stream)
        .toArray(InternetAddress[]::new);
  }

  /** The same text; refused with a line break, which could add a header field. */
  static String oneLine(String option, String value) {
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
      throw invalid(
          option + " \"" + value.replaceAll("\\p{Cntrl}", "?") + "\" has a control character",
          "Line breaks and NUL are refused, since they could add a header field.");
    }
    return value;
  }

  static InvalidMessageException invalid(String what, String remedy) {
    return new InvalidMessageException(
        FailureDetail.of(Stage.MESSAGE, what, Advice.FIX_MESSAGE, remedy));
  }

  private static InternetAddress[] parse(String option, String text) {
    try {
      InternetAddress[] addresses = InternetAddress.parse(oneLine(option, text));
      for (InternetAddress address : addresses) {
        encode(address);
      }
      return addresses;
    } catch (AddressException e) {
      throw invalid(
          option + " \"" + text + "\" is not an address: " + e.getMessage(),
          "Write ann@example.com or \"Ann <ann@example.com>\".");
    }
  }

  /**
   * Names and domains in ASCII, so that servers without SMTPUTF8 take them too; a parsed address
   * keeps both as they were written.
   */
  private static void encode(InternetAddress address) throws AddressException {
    try {
      address.setPersonal(address.getPersonal(), "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("Every JVM has UTF-8", e);
    }
    String mailbox = address.getAddress();
    int domain = mailbox.lastIndexOf('@') + 1;
    if (domain == 0 || address.isGroup() || mailbox.chars().skip(domain).allMatch(c -> c < 128)) {
      return;
    }
    try {
      address.setAddress(mailbox.substring(0, domain) + IDN.toASCII(mailbox.substring(domain)));
    } catch (IllegalArgumentException e) {
      throw new AddressException("its domain is no internationalised name", mailbox);
    }
  }
}
