// A chat server of OpenAI's form for a base model, which completes text and does
// not follow instructions: it is shown examples of the task in place of them.
//
//	node serve.mjs NODE_MODULES MODEL.gguf [free]
//
// The address is printed. The form that is asked for is enforced, as Ollama and
// llama.cpp do it, or with "free" not heeded, as by servers that cannot.
import {createServer} from "node:http";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const [modules, file, free] = process.argv.slice(2);
const {getLlama, LlamaCompletion, LlamaLogLevel} = await import(pathToFileURL(join(modules, "node-llama-cpp/dist/index.js")));

const most = 500; // tokens of an answer: left to itself, the model goes in circles

const pairs = [
	["Der Zug aus Basel hatte am Dienstag 40 Minuten Verspätung.", "The train from Basel was 40 minutes late on Tuesday."],
	["Die Ministerin trat nach der Wahl nicht zurück.", "The minister did not resign after the election."],
	["Im Hafen von Triest brannte ein Lagerhaus, verletzt wurde niemand.", "A warehouse burned in the port of Trieste, nobody was hurt."],
	["Das Museum zeigt bis März 120 Bilder aus Polen.", "The museum is showing 120 pictures from Poland until March."],
	["Laut Polizei kamen rund 3.000 Menschen zur Kundgebung.", "According to the police, about 3,000 people came to the rally."],
	["Der Verein verkaufte seinen Torwart für 2 Millionen Euro nach England.", "The club sold its goalkeeper to England for 2 million euros."],
];

// Facts with two candidates each, and what a judge says.
const judged = [
	["Der Zug hatte 40 Minuten Verspätung.", "The train was 20 minutes late.", "conflict", "It came from Basel.", "different"],
	["Nobody was hurt.", "Ein Lagerhaus brannte.", "different", "Verletzt wurde niemand.", "same"],
	["The museum is showing 120 pictures.", "Gezeigt werden 120 Bilder.", "same", "Gezeigt werden 90 Bilder.", "conflict"],
].map(([fact, first, one, second, other]) => [
	JSON.stringify({fact: {text: fact}, candidates: [{n: 1, text: first}, {n: 2, text: second}]}),
	JSON.stringify({answers: [{n: 1, relation: one}, {n: 2, relation: other}]}),
]);

const list = pairs => pairs.map(([german], i) => `${i + 1}. ${german}\n`).join("");
const numbered = pairs => JSON.stringify({translations: pairs.map(([, text], i) => ({n: i + 1, text}))});

// Examples of what is asked, by the form of the answer; in the end the question.
const prompts = {
	line: question => [...pairs, [question, ""]].map(([german, english]) => `German: ${german}\nEnglish: ${english}`).join("\n\n").trimEnd(),
	translations: question => [pairs.slice(0, 1), pairs.slice(1, 3), pairs.slice(3)]
		.map(some => `German:\n${list(some)}English: ${numbered(some)}\n\n`).join("") + `German:\n${question.trim()}\nEnglish:`,
	answers: question => [...judged, [question, ""]].map(([asked, answer]) => `Question: ${asked}\nAnswer: ${answer}`).join("\n\n").trimEnd(),
};

const llama = await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
const model = await llama.loadModel({modelPath: file});
const context = await model.createContext({contextSize: 4096, threads: 2});
const completion = new LlamaCompletion({contextSequence: context.getSequence()});

async function complete(body) {
	const form = body.response_format?.json_schema;
	const grammar = form && !free ? await llama.createGrammarForJsonSchema(form.schema) : undefined;
	const {response, metadata} = await completion.generateCompletionWithMeta(prompts[form?.name ?? "line"](body.messages.at(-1).content), {
		temperature: body.temperature, seed: body.seed, maxTokens: Math.min(body.max_tokens, most), disableContextShift: true,
		grammar, customStopTriggers: grammar ? [] : ["\n"],
	});
	return {
		object: "chat.completion", model: body.model,
		choices: [{
			index: 0, finish_reason: metadata.stopReason === "maxTokens" ? "length" : "stop",
			message: {role: "assistant", content: response.trim()},
		}],
	};
}

let last = Promise.resolve(); // one at a time: there is one sequence

const server = createServer(async (request, response) => {
	const answer = (status, body) => response.writeHead(status, {"Content-Type": "application/json"}).end(JSON.stringify(body));
	if (request.url === "/v1/models")
		return answer(200, {object: "list", data: [{id: "gemma", object: "model"}]});
	if (request.method !== "POST" || request.url !== "/v1/chat/completions")
		return answer(404, {error: {message: "not found", type: "not_found_error", code: 404}});
	try {
		let text = "";
		for await (const part of request.setEncoding("utf8"))
			text += part;
		const body = JSON.parse(text);
		const turn = last.then(() => complete(body));
		last = turn.catch(() => {});
		answer(200, await turn);
	} catch (error) {
		answer(500, {error: {message: String(error), type: "server_error", code: 500}});
	}
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
