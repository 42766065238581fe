package dev.mailconnector.internal.compose;

import dev.mailconnector.internal.AsciiDomain;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as they stand in a header: names as encoded words and domains in ASCII, so that servers
 * without SMTPUTF8 take them too. A local part beyond ASCII stays as it is.
 */
public final class Addresses {
  private Addresses() {}

  /** All addresses of these texts; each may hold several, with commas between them. */
  public static List<InternetAddress> parse(String field, String... lists) {
    return Arrays.stream(lists).map(list -> parsed(field, list)).flatMap(Arrays::stream).toList();
  }

  /** The one address of this text. */
  public static InternetAddress one(String field, String text) {
    InternetAddress[] addresses = parsed(field, text);
    if (addresses.length != 1 || addresses[0].isGroup()) {
      throw Texts.invalid(
          "The " + field + " \"" + Texts.printable(text) + "\" is not one address",
          "Give exactly one.");
    }
    return addresses[0];
  }

  /** Copies of these. */
  public static List<InternetAddress> copy(String field, InternetAddress... addresses) {
    return Arrays.stream(addresses)
        .map(
            address -> {
              try {
                return inAscii(field, address);
              } catch (AddressException e) {
                throw noAddress(field, address.toString(), e);
              }
            })
        .toList();
  }

  /** The value of a header field with this name. */
  static String value(String name, List<InternetAddress> addresses) {
    return Texts.fitting(
        name,
        InternetAddress.toString(addresses.toArray(InternetAddress[]::new), name.length() + 2));
  }

  private static InternetAddress[] parsed(String field, String text) {
    try {
      InternetAddress[] addresses = InternetAddress.parse(Texts.oneLine(field, text));
      for (int i = 0; i < addresses.length; i++) {
        addresses[i] = inAscii(field, addresses[i]);
      }
      return addresses;
    } catch (AddressException e) {
      throw noAddress(field, text, e);
    }
  }

  private static InternetAddress inAscii(String field, InternetAddress given)
      throws AddressException {
    InternetAddress address = (InternetAddress) given.clone();
    String mailbox = address.getAddress();
    if (mailbox == null) {
      throw new AddressException("it is empty");
    }
    Texts.oneLine(field, mailbox);
    if (address.isGroup()) {
      if (mailbox.chars().anyMatch(c -> c > 127)) {
        throw new AddressException("a group is only possible in ASCII");
      }
      address.validate();
      return address;
    }
    setName(field, address);
    address.setAddress(withAsciiDomain(mailbox));
    address.validate();
    return address;
  }

  /** The name may have come as encoded words, which can hide what the text did not show. */
  private static void setName(String field, InternetAddress address) {
    @Nullable String name = address.getPersonal();
    try {
      address.setPersonal(name == null ? null : Texts.oneLine(field, name), "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("Every JVM has UTF-8", e);
    }
  }

  private static String withAsciiDomain(String mailbox) throws AddressException {
    int domain = mailbox.lastIndexOf('@') + 1;
    if (domain == 0) {
      return mailbox;
    }
    try {
      return mailbox.substring(0, domain) + AsciiDomain.of(mailbox.substring(domain));
    } catch (IllegalArgumentException e) {
      throw new AddressException(String.valueOf(e.getMessage()), mailbox);
    }
  }

  private static RuntimeException noAddress(String field, String text, AddressException why) {
    return Texts.invalid(
        "The "
            + field
            + " \""
            + Texts.printable(text)
            + "\" is not an address: "
            + Texts.printable(String.valueOf(why.getMessage())),
        "Write ann@example.com or \"Ann <ann@example.com>\".");
  }
}
