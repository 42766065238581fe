package dev.mailconnector.spi;

import dev.mailconnector.failure.Diagnosis;
import java.util.List;

/**
 * The diagnoses that one module can come to; found by {@link java.util.ServiceLoader}. Every remedy
 * that the module throws names one of them.
 */
public interface DiagnosisCatalogue {

  /** All of them, in the order of the stages of a send; their ids are unique. */
  List<Diagnosis> diagnoses();
}
