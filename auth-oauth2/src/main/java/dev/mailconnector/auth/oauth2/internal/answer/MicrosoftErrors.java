package dev.mailconnector.auth.oauth2.internal.answer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the numbers of the Microsoft identity platform mean for somebody who sends mail, one row per
 * number. Microsoft changes its numbers without notice; one that is not here is still quoted word
 * for word.
 */
final class MicrosoftErrors {
  static final List<MicrosoftError> ALL =
      Stream.of(MicrosoftApplicationErrors.ROWS, MicrosoftUserErrors.ROWS)
          .flatMap(List::stream)
          .toList();

  static final Map<String, ErrorRow> ROWS =
      ALL.stream().collect(Collectors.toUnmodifiableMap(ErrorRow::code, row -> row));

  private MicrosoftErrors() {}
}
