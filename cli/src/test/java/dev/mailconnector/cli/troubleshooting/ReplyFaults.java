package dev.mailconnector.cli.troubleshooting;

import java.io.IOException;
import java.util.List;

/** What servers reply, each at its stage: {@code stage | reply | id}. */
final class ReplyFaults {
  private ReplyFaults() {}

  static List<Provocation> all() throws IOException {
    return Lines.of("replies.txt").stream().map(ReplyFaults::provocation).toList();
  }

  private static Provocation provocation(List<String> line) {
    String stage = line.get(0);
    String reply = line.get(1);
    Chapter chapter =
        switch (stage) {
          case "GREETING", "EHLO", "STARTTLS" -> Chapter.GREETING;
          case "AUTH" -> Chapter.AUTH;
          default -> Chapter.MAIL;
        };
    return new Provocation(
        line.get(2),
        chapter,
        reply,
        "a scripted server says so at " + stage,
        laboratory -> laboratory.failureOf(stage, reply));
  }
}
