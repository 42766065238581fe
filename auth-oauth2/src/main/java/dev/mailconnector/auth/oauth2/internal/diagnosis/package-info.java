/**
 * The rows of the catalogue of diagnoses for token requests and what they need. Those of single
 * error codes stand beside the codes, in {@code internal.answer}.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.diagnosis;

import org.jspecify.annotations.NullMarked;
