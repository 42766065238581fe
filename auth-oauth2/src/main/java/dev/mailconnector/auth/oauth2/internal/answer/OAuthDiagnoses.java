package dev.mailconnector.auth.oauth2.internal.answer;

import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.auth.oauth2.internal.diagnosis.TripRows;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The rows of this module. */
public final class OAuthDiagnoses implements DiagnosisCatalogue {
  @Override
  public List<Diagnosis> diagnoses() {
    return Stream.of(
            FileRows.ALL.stream(),
            TripRows.ALL.stream(),
            Arrays.stream(TokenErrorAdvice.values()).map(ErrorRow::diagnosis),
            MicrosoftErrors.ALL.stream().map(ErrorRow::diagnosis),
            GoogleRows.ALL.stream())
        .flatMap(rows -> rows)
        .toList();
  }
}
