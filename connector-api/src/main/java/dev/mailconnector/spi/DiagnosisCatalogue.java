package dev.mailconnector.spi;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/**
 * The diagnoses that one module can come to; found by {@link java.util.ServiceLoader}. Every remedy
 * that the module throws names one of them.
 */
public interface DiagnosisCatalogue {
  /** A clock that is wrong: one row, whoever meets it first, a mail server or an issuer. */
  Diagnosis CLOCK_WRONG =
      new Diagnosis(
          "clock-wrong",
          "This machine's clock and that of the other side differ by more than a minute:"
              + " certificates and tokens look expired or not valid yet, and what is signed with a"
              + " wrong time is refused.",
          "Whoever runs this machine must set its clock (NTP).",
          Whom.OPERATOR,
          "RFC 5321 section 4.2 (dates in greetings); RFC 9110 section 6.6.1; RFC 7519 section"
              + " 4.1.4; decision 0099");

  /** All of them, in the order of the stages of a send; their ids are unique. */
  List<Diagnosis> diagnoses();
}
