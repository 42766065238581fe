/**
 * Reading what token endpoints say. {@link
 * dev.mailconnector.auth.oauth2.internal.answer.TokenRequest} knows what was tried and turns an
 * {@link dev.mailconnector.auth.oauth2.internal.http.HttpAnswer} into an {@link
 * dev.mailconnector.auth.oauth2.AccessToken} or a {@link
 * dev.mailconnector.auth.oauth2.TokenException}: {@code TokenAnswerReader} reads what it brought,
 * {@code TokenFailures} tells what it means if that is nothing. {@link
 * dev.mailconnector.auth.oauth2.internal.answer.TokenErrorAdvice} and {@link
 * dev.mailconnector.auth.oauth2.internal.answer.MicrosoftErrors} are the tables of error codes,
 * their meaning and who must act.
 */
@NullMarked
package dev.mailconnector.auth.oauth2.internal.answer;

import org.jspecify.annotations.NullMarked;
