package dev.mailconnector.cli.sender;

import dev.mailconnector.spi.Ticker;
import java.io.IOException;
import java.net.IDN;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What the DNS says within two minutes, each question asked once. Not thread-safe. */
final class Zone {
  /** A name server that answers each question late must not hold up the whole look. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Resolver resolver;
  private final Ticker ticker;
  private final long since;
  private final Map<String, Answer> asked = new HashMap<>();

  Zone(Resolver resolver, Ticker ticker) {
    this.resolver = resolver;
    this.ticker = ticker;
    this.since = ticker.nanos();
  }

  /**
   * An answer.
   *
   * @param exists whether the name exists
   * @param records of the type that was asked for
   */
  record Answer(boolean exists, List<Record> records) {}

  /** No answer came, or one of a server that could not find out. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswered(String question, String why) {
      super("DNS gave no answer about " + question + " (" + why + ")");
    }
  }

  /** The texts at this name, the strings of each joined (RFC 7208 section 3.3). */
  List<String> texts(String name) throws Unanswered {
    return ask(name, Type.TXT).records().stream()
        .map(each -> String.join("", ((TXTRecord) each).getStrings()))
        .toList();
  }

  boolean exists(String name) throws Unanswered {
    return ask(name, Type.TXT).exists();
  }

  /** The hosts that take mail for this domain, best first; {@code .} for "none" (RFC 7505). */
  List<String> mailHosts(String domain) throws Unanswered {
    return ask(domain, Type.MX).records().stream()
        .map(MXRecord.class::cast)
        .sorted((a, b) -> Integer.compare(a.getPriority(), b.getPriority()))
        .map(each -> each.getTarget().toString())
        .toList();
  }

  /** The addresses of a host, in text form. */
  List<String> addresses(String host) throws Unanswered {
    List<String> addresses = new ArrayList<>();
    for (Record each : ask(host, Type.A).records()) {
      addresses.add(((ARecord) each).getAddress().getHostAddress());
    }
    for (Record each : ask(host, Type.AAAA).records()) {
      addresses.add(((AAAARecord) each).getAddress().getHostAddress());
    }
    return addresses;
  }

  private Answer ask(String name, int type) throws Unanswered {
    String question = Type.string(type) + " of " + name;
    Answer known = asked.get(question);
    if (known != null) {
      return known;
    }
    if (ticker.nanos() - since > LIMIT.toNanos()) {
      throw new Unanswered(question, "the time for all questions was over");
    }
    Answer answer = answer(name, type, question);
    asked.put(question, answer);
    return answer;
  }

  private Answer answer(String name, int type, String question) throws Unanswered {
    Message reply;
    try {
      Name absolute = Name.fromString(IDN.toASCII(name), Name.root);
      reply = resolver.send(Message.newQuery(Record.newRecord(absolute, type, DClass.IN)));
    } catch (TextParseException | IllegalArgumentException noName) {
      return new Answer(false, List.of());
    } catch (IOException e) {
      throw new Unanswered(question, String.valueOf(e.getMessage()));
    }
    int code = reply.getRcode();
    if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
      throw new Unanswered(question, Rcode.string(code));
    }
    // Of a name that is an alias, the answer has the records of what it stands for.
    List<Record> records =
        reply.getSection(Section.ANSWER).stream().filter(each -> each.getType() == type).toList();
    return new Answer(code == Rcode.NOERROR, records);
  }
}
