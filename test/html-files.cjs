/** Lets jest import a `.html` file as text, as the bundler does. */
module.exports = {
  process: (html) => ({ code: `module.exports = { default: ${JSON.stringify(html)}, __esModule: true };` }),
};
