package com.shangwellness.region.cloudwatch;

/** The operators of metric math, the loosest first. Comparison and logic give 1 and 0. */
enum Operator {
  OR("OR", 1),
  OR_SIGN("||", 1),
  AND("AND", 2),
  AND_SIGN("&&", 2),
  EQUAL("==", 3),
  DIFFERENT("!=", 3),
  AT_MOST("<=", 3),
  AT_LEAST(">=", 3),
  LESS("<", 3),
  MORE(">", 3),
  PLUS("+", 4),
  MINUS("-", 4),
  TIMES("*", 5),
  DIVIDED("/", 5),
  POWER("^", 6);

  private final String sign;
  private final int binding;

  Operator(String sign, int binding) {
    this.sign = sign;
    this.binding = binding;
  }

  String sign() {
    return sign;
  }

  /** How tightly it holds its operands; the greater, the tighter. */
  int binding() {
    return binding;
  }

  double apply(double left, double right) {
    return switch (this) {
      case OR, OR_SIGN -> truth(left != 0 || right != 0);
      case AND, AND_SIGN -> truth(left != 0 && right != 0);
      case EQUAL -> truth(left == right);
      case DIFFERENT -> truth(left != right);
      case AT_MOST -> truth(left <= right);
      case AT_LEAST -> truth(left >= right);
      case LESS -> truth(left < right);
      case MORE -> truth(left > right);
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDED -> left / right;
      case POWER -> Math.pow(left, right);
    };
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }
}
