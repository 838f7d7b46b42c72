package com.shangwellness.region.cloudwatch;

import java.util.List;

/** Metric math as it was written (CloudWatch user guide, "Using metric math"). */
sealed interface Expression {

  /** A plain number. */
  record Constant(double value) implements Expression {}

  /** Words in quotes. */
  record Text(String value) implements Expression {}

  /** Another query of the same request, by its id. */
  record Reference(String id) implements Expression {}

  /** {@code [m1, m2]}. */
  record Array(List<Expression> items) implements Expression {}

  /** {@code -m1}. */
  record Negative(Expression of) implements Expression {}

  /** Two operands and what stands between them. */
  record Binary(Operator operator, Expression left, Expression right) implements Expression {}

  /** A function with its arguments. */
  record Call(String function, List<Expression> arguments) implements Expression {}
}
