package dev.mailconnector.conformance;

import static dev.mailconnector.conformance.Observation.NEW;
import static dev.mailconnector.conformance.Observation.SAME;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table: what a server does, and what must come of a message. Built once, then only
 * read.
 */
final class Behaviour {
  /** A fault that strikes while the message under test is under way. */
  record Placed(Trigger trigger, SmtpFault fault) {}

  /** What comes of it with one sender, and why it is not what the row says. */
  record Difference(Observation observation, String why) {}

  /** What may come of it besides, with one sender: it depends on who is faster. */
  record Chance(Sender sender, Observation observation, String why) {}

  final String name;
  final List<Placed> faults = new ArrayList<>();
  final Map<Sender, Difference> differences = new EnumMap<>(Sender.class);
  Consumer<ScriptedSmtpServerBuilder> setUp = server -> {};
  Consumer<ScriptedSmtpServer> between = server -> {};
  @Nullable Supplier<ToyServer> toy;
  List<String> recipients = List.of("ann");
  byte[] message = Texts.message(Texts.TRIED);
  final List<Chance> chances = new ArrayList<>();
  boolean allOrNothing;
  boolean impatient;
  boolean overTls;
  Observation expected = new Observation("ann", Observation.SENT, SAME);

  private Behaviour(String name) {
    this.name = name;
  }

  static Behaviour of(String name) {
    return new Behaviour(name);
  }

  /** The server in general, from its start. */
  Behaviour server(Consumer<ScriptedSmtpServerBuilder> more) {
    setUp = setUp.andThen(more);
    return this;
  }

  /** A server of another kind. */
  Behaviour toy(Supplier<ToyServer> start) {
    toy = start;
    return this;
  }

  /** Every time. */
  Behaviour always(Trigger trigger, SmtpFault fault) {
    return server(server -> server.on(trigger, fault));
  }

  /** At the first such point of the message under test. */
  Behaviour once(Trigger trigger, SmtpFault fault) {
    faults.add(new Placed(trigger.first(1), fault));
    return this;
  }

  /** The same, wherever the message comes: at DATA or at BDAT. */
  Behaviour onceAtContent(SmtpFault fault) {
    return once(Trigger.command("DATA"), fault).once(Trigger.command("BDAT"), fault);
  }

  /** At the second such point. */
  Behaviour second(Trigger trigger, SmtpFault fault) {
    faults.add(new Placed(trigger.nth(2), fault));
    return this;
  }

  /** What the server does between the message under test and the next. */
  Behaviour then(Consumer<ScriptedSmtpServer> action) {
    between = action;
    return this;
  }

  Behaviour to(String... names) {
    recipients = List.of(names);
    return this;
  }

  Behaviour message(byte[] text) {
    message = text;
    return this;
  }

  Behaviour allOrNothing() {
    allOrNothing = true;
    return this;
  }

  /** With timeouts short enough to be waited for. */
  Behaviour impatient() {
    impatient = true;
    return this;
  }

  /** Tried over TLS too. */
  Behaviour overTls() {
    overTls = true;
    return this;
  }

  /** What comes of it, and the connection lives on. */
  Behaviour gives(String delivered, String outcome) {
    expected = new Observation(delivered, outcome, SAME);
    return this;
  }

  /** What comes of it, and the next message goes over a new connection. */
  Behaviour endsWith(String delivered, String outcome) {
    expected = new Observation(delivered, outcome, NEW);
    return this;
  }

  /** What comes of it with this sender instead. */
  Behaviour but(Sender sender, String delivered, String outcome, String next, String why) {
    differences.put(sender, new Difference(new Observation(delivered, outcome, next), why));
    return this;
  }

  /** What may come of it with this sender as well. */
  Behaviour or(Sender sender, String delivered, String outcome, String next, String why) {
    chances.add(new Chance(sender, new Observation(delivered, outcome, next), why));
    return this;
  }

  /** What comes of it where the whole message goes in one flight, since all of it had left. */
  Behaviour butInFlights(String delivered, String outcome, String next, String why) {
    return but(Sender.ONE_FLIGHT, delivered, outcome, next, why)
        .but(Sender.WINDOW, delivered, outcome, next, why);
  }

  /** Nobody has it and nobody can know it, where the whole message goes in one flight. */
  Behaviour unknownInFlights() {
    return butInFlights(Observation.NOBODY, Observation.UNKNOWN, NEW, Why.ALL_HAD_LEFT);
  }

  /** A bulk send by DATA knows that the message has not left, and sends it once more. */
  Behaviour sentAgainInChains(String delivered, String outcome) {
    return but(Sender.CHAIN, delivered, outcome, NEW, Why.SENT_AGAIN);
  }

  /** What comes of it with both kinds of bulk send. */
  Behaviour butInBulk(String delivered, String outcome, String next, String why) {
    return but(Sender.WINDOW, delivered, outcome, next, why)
        .but(Sender.CHAIN, delivered, outcome, next, why);
  }

  /** Whether this may come of it with this sender, besides what is expected. */
  boolean allows(Sender sender, Observation observation) {
    return chances.stream()
        .anyMatch(chance -> chance.sender() == sender && chance.observation().equals(observation));
  }

  /** What comes of it with this sender. */
  Observation expectedOf(Sender sender) {
    Difference difference = differences.get(sender);
    return difference == null ? expected : difference.observation();
  }

  @Override
  public String toString() {
    return name;
  }
}
