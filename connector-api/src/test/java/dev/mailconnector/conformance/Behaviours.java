package dev.mailconnector.conformance;

import java.util.List;
import java.util.stream.Stream;

/** The table: what servers do, and what must come of it. */
final class Behaviours {
  static final List<Behaviour> ALL =
      Stream.of(
              RecipientBehaviours.all(),
              RefusalBehaviours.all(),
              ReplyBehaviours.all(),
              LineBehaviours.all(),
              OfferBehaviours.all())
          .flatMap(List::stream)
          .toList();

  private Behaviours() {}
}
